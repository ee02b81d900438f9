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

export const theme = createTheme({
  primaryColor: "harbour",
  primaryShade: { light: 8, dark: 7 },
  colors: { harbour },

  fontFamily: "'Fira Sans', system-ui, sans-serif",
  headings: { fontFamily: "'Literata', Georgia, serif", fontWeight: "500" },
  defaultRadius: "md",
  cursorType: "pointer",
});
