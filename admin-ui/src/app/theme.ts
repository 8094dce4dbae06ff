import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

/* Portico's look: stone and porphyry. Contrast was measured: text 4.5:1 on every surface that it stands on, lines of fields 3:1. */

const porphyry: MantineColorsTuple = [
  "#fbf1f6", "#f6e3ec", "#ebc4d7", "#dfa1bf", "#f3a6cb", "#bd5a8c", "#a63a71", "#7a1f4e", "#651840", "#4d1130",
];
const stone: MantineColorsTuple = [
  "#faf9fb", "#f4f3f6", "#eae7ee", "#dcd8e2", "#c5bfce", "#a29bad", "#837c8f", "#5b5566", "#3b3645", "#1d1a24",
];
const night: MantineColorsTuple = [
  "#f2eff5", "#d3cddb", "#b3acbd", "#8d8599", "#4b4456", "#3a3444", "#25212c", "#19161f", "#131117", "#0d0b11",
];

export const theme = createTheme({
  primaryColor: "porphyry",
  primaryShade: { light: 7, dark: 6 },
  colors: { porphyry, gray: stone, dark: night },
  defaultRadius: 8,
  cursorType: "pointer",
  respectReducedMotion: true,
  fontFamily: 'system-ui, "Segoe UI", "Noto Sans", "Noto Sans Arabic", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Code", "DejaVu Sans Mono", monospace',
  headings: {
    fontWeight: "680",
    sizes: { h1: { fontSize: "26px", lineHeight: "1.2" }, h2: { fontSize: "18px", lineHeight: "1.3" }, h3: { fontSize: "15px", lineHeight: "1.4" } },
  },
  components: { // plain: naming the components here would load all of them at once
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
    Badge: { defaultProps: { variant: "light", radius: "sm" }, styles: { root: { textTransform: "none", fontWeight: 560 } } },
    Button: { styles: { label: { fontWeight: 580 } } },
    CloseButton: { defaultProps: { iconSize: 18 } },
    Loader: { defaultProps: { size: "sm" } },
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, shadow: "md", position: "bottom-end" } },
    Modal: { defaultProps: { centered: true, radius: 12, attributes: { header: { role: "presentation" } } }, styles: { title: { fontWeight: 680, fontSize: 18 } } },
    Notification: { defaultProps: { withBorder: true } },
    Paper: { defaultProps: { withBorder: true, radius: 12 } },
    Table: { defaultProps: { verticalSpacing: "xs", horizontalSpacing: "md" } },
    Tooltip: { defaultProps: { withArrow: true, multiline: true, maw: 320, events: { hover: true, focus: true, touch: true } } },
  },
});

export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#ffffff",
    "--mantine-color-text": "#1d1a24",
    "--mantine-color-dimmed": "#5b5566",
    "--mantine-color-placeholder": "#6b6577",
    "--mantine-color-error": "#a3160f",
    "--mantine-color-red-text": "#a3160f",
    "--mantine-color-red-light": "#fdeceb",
    "--mantine-color-red-light-color": "#8f130d",
    "--mantine-color-green-text": "#14663a",
    "--mantine-color-green-light": "#e0f3e7",
    "--mantine-color-green-light-color": "#115631",
    "--mantine-color-yellow-text": "#7a4b00",
    "--mantine-color-yellow-light": "#fff0d2",
    "--mantine-color-yellow-light-color": "#6b4200",
    "--mantine-color-blue-text": "#1d4f91",
    "--mantine-color-blue-light": "#e5effb",
    "--mantine-color-blue-light-color": "#1a467f",
    "--mantine-color-gray-light-color": "#494354",
    "--mantine-color-gray-text": "#494354",
    "--mantine-color-default-border": "#8b8496",
    "--p-paper": "#f4f3f6",
    "--p-card": "#ffffff",
    "--p-line": "#dcd8e2",
    "--p-soft": "#f6e8ef",
    "--p-accent": "#7a1f4e",
  },
  dark: {
    "--mantine-color-body": "#19161f",
    "--mantine-color-text": "#f2eff5",
    "--mantine-color-dimmed": "#b3acbd",
    "--mantine-color-placeholder": "#9d95a9",
    "--mantine-color-error": "#ffaba4",
    "--mantine-color-red-text": "#ffaba4",
    "--mantine-color-red-light": "#401512",
    "--mantine-color-red-light-color": "#ffbdb7",
    "--mantine-color-green-text": "#8fe0b0",
    "--mantine-color-green-light": "#12351f",
    "--mantine-color-green-light-color": "#9de6ba",
    "--mantine-color-yellow-text": "#f7cb7b",
    "--mantine-color-yellow-light": "#3a2803",
    "--mantine-color-yellow-light-color": "#f9d48f",
    "--mantine-color-blue-text": "#9cc7ff",
    "--mantine-color-blue-light": "#122a47",
    "--mantine-color-blue-light-color": "#b2d3ff",
    "--mantine-color-gray-light-color": "#d3cddb",
    "--mantine-color-gray-text": "#d3cddb",
    "--mantine-color-porphyry-light": "#3b1b2d",
    "--mantine-color-porphyry-light-color": "#f6b8d5",
    "--mantine-color-porphyry-text": "#f3a6cb",
    "--mantine-color-anchor": "#f3a6cb",
    "--mantine-color-default": "#221e29",
    "--mantine-color-default-border": "#7d7589",
    "--p-paper": "#131117",
    "--p-card": "#1d1a23",
    "--p-line": "#3a3444",
    "--p-soft": "#3b1b2d",
    "--p-accent": "#f3a6cb",
  },
});
