// What a server's process sees of the environment: a list of its own, never Lamplight's (S4).
import { env } from "@/lib/env";

/** Names that change which code a program loads or where it looks for it: no server gets to set them. */
const loaderNames =
  /^(?:PATH|HOME|TMPDIR|IFS|ENV|BASH_ENV|SHELLOPTS|PS4|NODE_OPTIONS|NODE_PATH|NODE_REPL_EXTERNAL_MODULE|PYTHONPATH|PYTHONHOME|PYTHONSTARTUP|PERL5OPT|PERL5LIB|RUBYOPT|RUBYLIB|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|CLASSPATH|LD_.*|DYLD_.*|GIT_.*|NPM_CONFIG_.*)$/i;

/** Why an environment variable can't be given to a server; null when it can. */
export function envNameProblem(name: string): string | null {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(name)) {
    return `“${name.slice(0, 60)}” is not the name of an environment variable: letters, digits and _ only.`;
  }
  return loaderNames.test(name) ? `“${name}” changes which programs are loaded, so it can't be set.` : null;
}

/**
 * The whole environment of a server's process.
 * @param folder its own, as home and for temporary files
 * @param values of the variables the operator named
 */
export function childEnvironment(
  folder: string,
  names: readonly string[],
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  const own = names
    .filter((name) => envNameProblem(name) === null && Object.hasOwn(values, name))
    .map((name): [string, string] => [name, values[name] ?? ""]);
  return {
    ...Object.fromEntries(own),
    PATH: env().PATH,
    HOME: folder,
    TMPDIR: folder,
    LANG: "C.UTF-8",
  };
}
