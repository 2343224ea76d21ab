// Who asks, in which language. The language stays on this device; the token is
// forgotten with the browser tab. The keys are also those of ../fallback.html.
import { useSyncExternalStore } from "react";

const TOKEN = "odop.token";
const LANGUAGE = "odop.language";
const listeners = new Set();

function remembered(storage, key) {
  try {
    return storage.getItem(key);
  } catch {
    return null; // Storage may be switched off; then the console forgets.
  }
}

function remember(storage, key, value) {
  try {
    if (value) storage.setItem(key, value);
    else storage.removeItem(key);
  } catch {
    // As above.
  }
}

let identity = {
  token: remembered(sessionStorage, TOKEN) ?? "",
  language: remembered(localStorage, LANGUAGE) ?? (navigator.language.startsWith("hi") ? "hi" : "en"),
};
document.documentElement.lang = identity.language;

function change(part) {
  identity = { ...identity, ...part };
  listeners.forEach((listener) => listener());
}

export function setToken(token) {
  remember(sessionStorage, TOKEN, token);
  change({ token });
}

export function setLanguage(language) {
  remember(localStorage, LANGUAGE, language);
  document.documentElement.lang = language;
  change({ language });
}

function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useIdentity = () => useSyncExternalStore(subscribe, () => identity);

export function identityHeaders() {
  const { language } = identity;
  // A token is often copied together with the word before it.
  const token = identity.token.trim().replace(/^bearer\s+/i, "");
  return { "Accept-Language": language, ...(token && { Authorization: `Bearer ${token}` }) };
}
