import { useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import icon from "./icon.svg";
import { setLanguage, setToken, useIdentity } from "./identity.js";
import { say } from "./words.js";

const LANGUAGES = [
  ["hi", "हिन्दी"],
  ["en", "English"],
];

function Language({ language }) {
  return (
    <div className="odop-choice" role="group" aria-label={say("language", language)}>
      {LANGUAGES.map(([code, name]) => (
        <button
          key={code}
          type="button"
          lang={code}
          title={`Accept-Language: ${code}`}
          aria-pressed={code === language}
          onClick={() => setLanguage(code)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

function Token({ token, language }) {
  return (
    <label className="odop-token" title={say("tokenNote", language)}>
      <span>{say("token", language)}</span>
      <input
        type="password"
        name="token"
        autoComplete="off"
        spellCheck="false"
        placeholder={say("tokenHint", language)}
        value={token}
        onChange={(event) => setToken(event.target.value)}
      />
      {token && (
        <button type="button" aria-label={say("clear", language)} onClick={() => setToken("")}>
          ×
        </button>
      )}
    </label>
  );
}

function Theme({ language }) {
  const theme = useGraphiQL((state) => state.theme);
  const { setTheme } = useGraphiQLActions();
  return (
    <select
      className="odop-theme"
      aria-label={say("theme", language)}
      value={theme ?? "system"}
      onChange={(event) => setTheme(event.target.value === "system" ? null : event.target.value)}
    >
      {["system", "light", "dark"].map((name) => (
        <option key={name} value={name}>
          {say(name, language)}
        </option>
      ))}
    </select>
  );
}

export function Bar() {
  const { token, language } = useIdentity();
  return (
    // GraphiQL's colours are defined on this class.
    <header className="graphiql-container odop-bar">
      <img src={icon} alt="" width="26" height="26" />
      <h1>
        ODOP Mart <small>{say("console", language)}</small>
      </h1>
      <a href="/schema.graphql" target="_blank" rel="noopener">
        {say("schema", language)}
      </a>
      <Token token={token} language={language} />
      <Language language={language} />
      <Theme language={language} />
    </header>
  );
}
