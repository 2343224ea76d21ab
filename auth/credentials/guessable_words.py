"""Words of weak passwords, in addition to the lists of zxcvbn."""

# Words of the mart and its goods.
CONTEXT = """
odopmart odop mart district product onedistrictoneproduct uttarpradesh uttar pradesh india
indian bharat lucknow varanasi banaras agra kanpur moradabad bhadohi khurja firozabad handloom
handicraft artisan karigar craft crafts chikan chikankari zardozi zari saree sari kurta kurti
silk brass pottery carpet perfume attar leather glass bangles shop shopping store storefront
seller vendor buyer admin administrator staff officer password passwort pass secret login signin
welcome qwerty user account ओडीओपी मार्ट उत्तर प्रदेश लखनऊ वाराणसी पासवर्ड साड़ी कुर्ता चिकन
""".split()  # noqa: SIM905
# Popular words of passwords in India that other lists lack: names, gods, films, cricket.
INDIAN = """
ram rama shyam krishna radha radhe sita ganesh ganpati shiv shiva shankar bholenath mahadev hanuman
bajrang bajrangbali durga lakshmi laxmi saraswati kali sai sairam baba allah khuda waheguru buddha
jai jay shree shri sri har hari bol om namah namaste namaskar salaam jaihind hindustan desh tiranga
bharatmata maa mata pita papa mummy mamma dada nana bhai behen beta beti didi chacha
pyar pyaar ishq dil jaan tum tumse mera mere meri hum love zindagi dost dosti yaar sapna khushi
holi diwali eid mubarak shubh bappa morya
cricket sachin tendulkar dhoni kohli virat rohit ipl bollywood salman shahrukh aamir amitabh
rahul amit priya pooja neha anjali sunita kavita ravi raj raju sanjay vijay ajay anil sunil mukesh
deepak manoj rajesh suresh ramesh dinesh mahesh arjun aditya kumar kumari singh sharma verma gupta
yadav khan ansari mishra pandey tiwari chauhan patel delhi mumbai kolkata chennai bengaluru
राम रामा श्याम कृष्ण राधा राधे सीता गणेश गणपति शिव शंकर भोलेनाथ महादेव हनुमान बजरंग बजरंगबली दुर्गा
लक्ष्मी सरस्वती काली साईं साई बाबा अल्लाह ख़ुदा वाहेगुरु जय श्री श्रीराम सियाराम हर हरि ओम ॐ नमः नमस्ते
नमस्कार सलाम जयहिंद जयहिन्द हिंदुस्तान हिन्दुस्तान भारत इंडिया देश तिरंगा माता मां माँ पिता पापा मम्मी
भाई बहन बेटा बेटी दीदी प्यार इश्क़ दिल जान तुम तुमसे मेरा मेरे मेरी हम आई लव यू ज़िंदगी दोस्त दोस्ती यार
सपना ख़ुशी होली दीवाली दिवाली ईद मुबारक शुभ बप्पा मोरया
क्रिकेट सचिन धोनी कोहली विराट राहुल अमित प्रिया पूजा नेहा कुमार सिंह शर्मा वर्मा गुप्ता यादव
ख़ान दिल्ली मुंबई कोलकाता गुप्त शब्द खाता एक दो तीन चार पांच पाँच छह सात आठ नौ दस
""".split()  # noqa: SIM905
# Walks along rows, columns and diagonals of keyboards, and along alphabets, in both directions.
WALKS = """
1234567890 qwertyuiop asdfghjkl zxcvbnm qwertzuiop azertyuiop
1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p qazwsxedcrfvtgbyhnujmikolp zaqxswcdevfrbgtnhymjukilop
1q2w3e4r5t6y7u8i9o0p q1w2e3r4t5y6u7i8o9p0 qawsedrftgyhujikolp azsxdcfvgbhnjmkl
147258369 741852963 159357 0123456789 abcdefghijklmnopqrstuvwxyz
1a2b3c4d5e6f7g8h9i a1b2c3d4e5f6g7h8i9
!@#$%^&*() अआइईउऊऋएऐओऔ कखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह कखगघङचछजझञटठडढण
""".split()  # noqa: SIM905
# Number series. Short parts of them occur in many numbers by chance.
SERIES = """
24681012141618202224 13579246801357924680 13579111315171921 102030405060708090
10012002300340045005 0011223344556677889900 3141592653589793238462643383
""".split()  # noqa: SIM905
