import { useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { roles, variablesText } from "./examples.js";
import { useIdentity } from "./identity.js";
import { say } from "./words.js";

const other = (language) => (language === "hi" ? "en" : "hi");

/** Opens an example in a tab of its own, or turns to the tab where it already lies unchanged. */
function useOpenExample() {
  const tabs = useGraphiQL((state) => state.tabs);
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const { addTab, changeTab, setOperationName, updateActiveTabValues } = useGraphiQLActions();

  return (example) => {
    const { query, operationName } = example;
    const variables = variablesText(example);
    const open = tabs.findIndex((tab) => tab.query === query && (tab.variables ?? "") === variables);
    if (open >= 0) {
      changeTab(open);
    } else {
      addTab();
      updateActiveTabValues({ query, variables });
      queryEditor?.setValue(query);
      variableEditor?.setValue(variables);
    }
    // GraphiQL reads the name from the text only a moment later, too late for a quick hand.
    setOperationName(operationName);
  };
}

function Example({ example, language, open }) {
  return (
    <li>
      <button type="button" data-example={example.file} onClick={() => open(example)}>
        <b lang={language}>{example.title[language]}</b>
        <i lang={other(language)}>{example.title[other(language)]}</i>
        <span lang={language}>{example.note[language]}</span>
      </button>
    </li>
  );
}

function Examples() {
  const { language } = useIdentity();
  const open = useOpenExample();
  return (
    <div className="odop-examples">
      <h2>{say("examples", language)}</h2>
      <p>{say("examplesNote", language)}</p>
      {roles.map(({ role, title, examples }) => (
        <section key={role}>
          <h3>
            {title[language]} <i lang={other(language)}>{title[other(language)]}</i>
          </h3>
          <ul>
            {examples.map((example) => (
              <Example key={example.file} example={example} language={language} open={open} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function ExamplesIcon(props) {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" {...props}>
      <path d="M5 3.5h11l3 3v14H5z" strokeLinejoin="round" />
      <path d="M8.5 9h7M8.5 12.5h7M8.5 16h4" strokeLinecap="round" />
    </svg>
  );
}

export const EXAMPLES_PLUGIN = { title: "Examples · उदाहरण", icon: ExamplesIcon, content: Examples };
