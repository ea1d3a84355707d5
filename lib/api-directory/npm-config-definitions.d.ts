// The types of @npmcli/config lack its definitions of npm's settings.
declare module "@npmcli/config/lib/definitions/index.js" {
  import type Config from "@npmcli/config";

  type Options = ConstructorParameters<typeof Config>[0];
  const npm: Required<Pick<Options, "definitions" | "shorthands" | "flatten">>;
  // biome-ignore lint/style/noDefaultExport: so does the module.
  export default npm;
}
