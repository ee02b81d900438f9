/** The look: a good atlas, not a cockpit. Colours of stages come from the server's palette. */
import { createTheme, type MantineColorsTuple } from "@mantine/core";

const harbour: MantineColorsTuple = [
  "#eef6f8",
  "#dceaee",
  "#b5d4dd",
  "#8bbdcb",
  "#68a9bc",
  "#519db3",
  "#3f8ea5",
  "#2d6f84",
  "#1f5a6d",
  "#104656",
];

/** The dark ground: deep water instead of grey, so that cards, fields and paper belong together. */
const dark: MantineColorsTuple = [
  "#d8e0e5",
  "#b9c5cc",
  "#9aa9b3",
  "#74868f",
  "#46606f",
  "#2d4150",
  "#1e3240",
  "#172733",
  "#13212c",
  "#101c26",
];

export const theme = createTheme({
  primaryColor: "harbour",
  primaryShade: { light: 8, dark: 7 },
  colors: { harbour, dark },

  fontFamily: "'Fira Sans', system-ui, sans-serif",
  headings: { fontFamily: "'Literata', Georgia, serif", fontWeight: "500" },
  defaultRadius: "md",
  cursorType: "pointer",
});
