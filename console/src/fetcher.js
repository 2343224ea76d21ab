import { identityHeaders } from "./identity.js";
import { say } from "./words.js";

const ENDPOINT = "/graphql";

async function send({ query, variables, operationName }, headers, signal) {
  // Built apart from the sending: a token that no header can hold is not the mart's absence.
  const request = new Request(ENDPOINT, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/graphql-response+json, application/json;q=0.9",
      ...identityHeaders(),
      ...headers,
    },
    body: JSON.stringify({ query, variables, operationName }),
    signal,
  });
  const response = await fetch(request).catch((reason) => {
    throw new Error(`${say("unreachable")} (${reason.message})`);
  });
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's page, perhaps. Its first words say whose.
    return { errors: [{ message: `HTTP ${response.status}`, extensions: { body: text.slice(0, 500) } }] };
  }
}

// An observable, so that GraphiQL's stop button ends the request and the server's work.
export function ask(params, { headers } = {}) {
  return {
    subscribe({ next, error, complete }) {
      const request = new AbortController();
      send(params, headers, request.signal)
        .then(next)
        .then(complete)
        .catch((reason) => request.signal.aborted || error(reason));
      return { unsubscribe: () => request.abort() };
    },
  };
}
