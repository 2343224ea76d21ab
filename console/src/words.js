const WORDS = {
  console: { en: "GraphQL console", hi: "GraphQL कंसोल" },
  language: { en: "Response language", hi: "जवाब की भाषा" },
  token: { en: "Access token", hi: "ऐक्सेस टोकन" },
  tokenHint: { en: "Paste an access token", hi: "ऐक्सेस टोकन चिपकाएँ" },
  tokenNote: {
    en: "Sent as Authorization: Bearer with each request. Deleted when you close this tab.",
    hi: "हर अनुरोध के साथ Authorization: Bearer के रूप में भेजा जाता है। टैब बंद करते ही मिट जाता है।",
  },
  clear: { en: "Clear", hi: "मिटाएँ" },
  theme: { en: "Theme", hi: "थीम" },
  system: { en: "System", hi: "सिस्टम" },
  light: { en: "Light", hi: "लाइट" },
  dark: { en: "Dark", hi: "डार्क" },
  schema: { en: "Schema", hi: "स्कीमा" },
  examples: { en: "Examples", hi: "उदाहरण" },
  examplesNote: {
    en: "Each example opens in a new tab with its variables. Press Ctrl-Enter to run it.",
    hi: "हर उदाहरण अपने वेरिएबल के साथ नए टैब में खुलता है। चलाने के लिए Ctrl-Enter दबाएँ।",
  },
  unreachable: { en: "The server cannot be reached.", hi: "सर्वर से संपर्क नहीं हो पा रहा है।" },
};

/** One of the console's own words, in the language chosen for the answers. */
export const say = (key, language = document.documentElement.lang) => WORDS[key][language] ?? WORDS[key].en;
