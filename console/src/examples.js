import { getOperationAST, parse } from "graphql";
import list from "./examples/index.json";

const documents = import.meta.glob("./examples/**/*.graphql", {
  query: "?raw",
  import: "default",
  eager: true,
});

function withDocument(example) {
  const query = documents[`./examples/${example.file}`];
  return { ...example, query, operationName: getOperationAST(parse(query)).name.value };
}

export const roles = list.roles.map((role) => ({ ...role, examples: role.examples.map(withDocument) }));

export const examples = roles.flatMap((role) => role.examples);

/** An example's variables as the editor shows them; empty when it takes none. */
export const variablesText = ({ variables }) => (variables ? JSON.stringify(variables, null, 2) : "");
