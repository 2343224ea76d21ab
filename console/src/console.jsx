import { DOC_EXPLORER_PLUGIN, DocExplorerStore } from "@graphiql/plugin-doc-explorer";
import { explorerPlugin } from "@graphiql/plugin-explorer";
import { HISTORY_PLUGIN, HistoryStore } from "@graphiql/plugin-history";
import { GraphiQLProvider, useGraphiQL } from "@graphiql/react";
import { GraphiQL, GraphiQLInterface } from "graphiql";
import { useEffect } from "react";
import { Bar } from "./bar.jsx";
import { EXAMPLES_PLUGIN } from "./examples-panel.jsx";
import { examples, variablesText } from "./examples.js";
import { ask } from "./fetcher.js";

const [welcome] = examples;
const firstTab = [{ query: welcome.query, variables: variablesText(welcome) }];
const plugins = [EXAMPLES_PLUGIN, DOC_EXPLORER_PLUGIN, explorerPlugin(), HISTORY_PLUGIN];

/** Long lines, such as Hindi sentences and picture addresses, are broken rather than cut. */
function BrokenLines() {
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const responseEditor = useGraphiQL((state) => state.responseEditor);
  useEffect(() => {
    for (const editor of [queryEditor, responseEditor]) editor?.updateOptions({ wordWrap: "on" });
  }, [queryEditor, responseEditor]);
  return null;
}

// The provider is used without its GraphiQL wrapper so that the bar can set the theme.
export function Console() {
  return (
    <GraphiQLProvider
      fetcher={ask}
      plugins={plugins}
      referencePlugin={DOC_EXPLORER_PLUGIN}
      visiblePlugin={EXAMPLES_PLUGIN}
      defaultTabs={firstTab}
      inputValueDeprecation
    >
      <HistoryStore>
        <DocExplorerStore>
          <Bar />
          <BrokenLines />
          <GraphiQLInterface
            defaultEditorToolsVisibility="variables"
            showPersistHeadersSettings={false}
          >
            <GraphiQL.Logo>
              <span />
            </GraphiQL.Logo>
          </GraphiQLInterface>
        </DocExplorerStore>
      </HistoryStore>
    </GraphiQLProvider>
  );
}
