// PostGraphile 4 over the schema `peer`. The database is told by PGHOST, PGUSER and PGDATABASE.
const { createServer } = require('node:http');
const { Pool } = require('pg');
const { postgraphile } = require('postgraphile');

const served = postgraphile(new Pool({ max: 20 }), 'peer', {
  graphiql: false,
  watchPg: false,
  dynamicJson: true,
  ignoreRBAC: true,
  disableQueryLog: true,
  setofFunctionsContainNulls: false,
  legacyRelations: 'omit',
  retryOnInitFail: false,
  queryCacheMaxSize: 50 * 1024 * 1024,
});
createServer(served).listen(Number(process.env.PORT), '127.0.0.1');
