/// <reference types="vitest/config" />
import { defineConfig } from "vite";

// Django serves the build; only under `make dev` does Vite's own server answer.
export default defineConfig(({ command }) => ({
  base: command === "build" ? "/static/" : "/",
  publicDir: false,
  assetsInclude: ["**/*.geojson"],
  build: {
    manifest: true,
    target: "es2022",
    rolldownOptions: {
      input: { site: "src/site.ts", map: "src/map/main.ts" },
    },
  },
  server: { port: 5173, strictPort: true, origin: "http://localhost:5173" },
  test: { environment: "happy-dom", include: ["src/**/*.test.ts"] },
}));
