import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { defineConfig } from "vite";

// Written beside each asset once, so that the server never compresses one.
function compressed() {
  let assets;
  return {
    name: "compressed",
    apply: "build",
    configResolved({ root, build }) {
      assets = resolve(root, build.outDir, build.assetsDir);
    },
    closeBundle() {
      for (const name of readdirSync(assets).filter((name) => /\.(js|css|svg)$/.test(name))) {
        const file = join(assets, name);
        const content = readFileSync(file);
        writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
        writeFileSync(`${file}.br`, brotliCompressSync(content));
      }
    },
  };
}

export default defineConfig({
  base: "/graphql/console/",
  // The page's policy admits files of the mart only, so nothing becomes a data: address.
  build: {
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 5000,
    emptyOutDir: true,
    target: "es2022",
    rolldownOptions: {
      // "use client" in the packages means nothing here.
      onwarn: (warning, warn) => warning.code === "MODULE_LEVEL_DIRECTIVE" || warn(warning),
    },
  },
  worker: { format: "es" },
  plugins: [compressed()],
});
