const WORDS = {
  console: { en: "GraphQL console", hi: "GraphQL कंसोल" },
  language: { en: "Language of the answers", hi: "उत्तर की भाषा" },
  token: { en: "Access token", hi: "ऐक्सेस टोकन" },
  tokenHint: { en: "Paste an access token", hi: "ऐक्सेस टोकन चिपकाएँ" },
  tokenNote: {
    en: "Sent as Authorization: Bearer with each request; forgotten with this browser tab.",
    hi: "हर अनुरोध के साथ Authorization: Bearer बनकर जाता है; यह टैब बंद होते ही मिट जाता है।",
  },
  clear: { en: "Clear", hi: "मिटाएँ" },
  theme: { en: "Theme", hi: "रंग-रूप" },
  system: { en: "System", hi: "सिस्टम" },
  light: { en: "Light", hi: "उजला" },
  dark: { en: "Dark", hi: "गहरा" },
  schema: { en: "Schema", hi: "स्कीमा" },
  examples: { en: "Examples", hi: "उदाहरण" },
  examplesNote: {
    en: "Each opens in a tab of its own, with its variables. Run it with Ctrl-Enter.",
    hi: "हर उदाहरण अपने टैब में, अपने चरों के साथ खुलता है। Ctrl-Enter से चलाइए।",
  },
  unreachable: { en: "The mart cannot be reached.", hi: "मार्ट तक पहुँच नहीं हो पा रही है।" },
};

/** One of the console's own words, in the language chosen for the answers. */
export const say = (key, language = document.documentElement.lang) => WORDS[key][language] ?? WORDS[key].en;
