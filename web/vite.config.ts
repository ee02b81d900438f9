import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The development server hands every API call to a running `etappe serve`.
export default defineConfig({
  plugins: [react()],
  server: { host: "127.0.0.1", proxy: { "/api": "http://127.0.0.1:8720" } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    sourcemap: false,
    assetsInlineLimit: 0,
  },
});
