/// <reference types="vitest/config" />
import { defineConfig } from "vite";

// Node's, of which only this file knows.
declare const process: { env: Record<string, string | undefined> };

const port = Number(process.env.VITE_PORT ?? 5173);

// Django serves the build; only under `make dev` does Vite's own server answer, by the same paths.
export default defineConfig(({ command }) => ({
  // The build's files find one another wherever the site is published.
  base: command === "build" ? "./" : "/static/",
  // It shares a terminal with Django's server, whose lines are to stay.
  clearScreen: false,
  publicDir: false,
  assetsInclude: ["**/*.geojson"],
  build: {
    manifest: true,
    target: "es2022",
    rolldownOptions: {
      input: {
        site: "src/site.ts",
        map: "src/map/main.ts",
        publishing: "src/publishing/preview.ts",
      },
    },
  },
  server: { port, strictPort: true, origin: `http://localhost:${port}` },
  test: { environment: "happy-dom", include: ["src/**/*.test.ts"] },
}));
