import { createRequire } from "node:module";
import { renderAsync } from "@resvg/resvg-js";
import { ToolError } from "@/lib/tools/tool-contract";

const require = createRequire(import.meta.url);
const fontFiles = [
  require.resolve("@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf"),
  require.resolve("@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf"),
];

const maxPixels = 40_000_000;

/**
 * An SVG as PNG at twice its size, with the fonts of the repository and none of the machine's. Throws a `bad-input`
 * ToolError for one of more than 40 million pixels.
 */
export async function renderPng(svg: string): Promise<Buffer> {
  const [width, height] = sizeOf(svg);
  if (width * height * 4 > maxPixels) {
    const message = `The chart would be ${Math.round(width)} by ${Math.round(height)} pixels, too large for a picture. Show fewer values.`;
    throw new ToolError("bad-input", message);
  }
  const image = await renderAsync(svg, {
    fitTo: { mode: "zoom", value: 2 },
    font: {
      loadSystemFonts: false,
      fontFiles,
      defaultFontFamily: "Inter",
    },
  });
  return image.asPng();
}

function sizeOf(svg: string): [number, number] {
  const [, width, height] = /<svg[^>]*? width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  return [Number(width ?? 0), Number(height ?? 0)];
}
