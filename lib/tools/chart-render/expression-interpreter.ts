// Vega's expressions, walked as syntax trees. Vega would otherwise write them out as JavaScript and evaluate that:
// here no text ever becomes code (N8). Members are read over own properties only, and only functions of a closed
// list can be called (P1).

import { chartFunctions, ownFunctions } from "./expression-functions";

interface AstNode {
  type: string;
  [part: string]: unknown;
}
interface Expression {
  ast: AstNode;
}
type Values = Record<string, unknown>;
interface Item extends Values {
  datum?: unknown;
}
/** What Vega hands to every hook: the functions that reach into the running chart (scales, formats). */
interface RuntimeContext {
  functions: Values;
}
interface Scope {
  functions: Values;
  /** Signals and other parameters, each under `$` and its name. */
  parameters: Values;
  datum?: unknown;
  item?: Item;
}

/** The `expr` option of a Vega view: how each kind of expression becomes a function. */
export const expressionInterpreter = {
  operator:
    (context: RuntimeContext, { ast }: Expression) =>
    (parameters: Values) =>
      evaluate(ast, { functions: context.functions, parameters }),
  parameter:
    (context: RuntimeContext, { ast }: Expression) =>
    (datum: unknown, parameters: Values) =>
      evaluate(ast, { functions: context.functions, parameters, datum }),
  // A picture has no mouse: event expressions are never run.
  event: () => () => undefined,
  handler: () => () => undefined,
  encode:
    (context: RuntimeContext, encode: { marktype: string; channels: Record<string, Expression> }) =>
    (item: Item, parameters: Values): boolean => {
      let changed = false;
      for (const [name, { ast }] of Object.entries(encode.channels)) {
        const scope = { functions: context.functions, parameters, datum: item.datum, item };
        const value = evaluate(ast, scope);
        if (item[name] === value) continue;
        item[name] = value;
        changed = true;
      }
      placeItem(item, encode.channels, encode.marktype);
      return changed;
    },
};

/** Works out position and size from the channels that say one of them indirectly, as Vega's own encoder does. */
function placeItem(item: Item, channels: Values, markType: string): void {
  if (markType === "rule") return;
  const maySwap = ["group", "image", "rect"].includes(markType);
  for (const [start, end, center, size] of [
    ["x", "x2", "xc", "width"],
    ["y", "y2", "yc", "height"],
  ] as const) {
    if (channels[end]) {
      if (channels[start]) {
        if (maySwap && Number(item[start]) > Number(item[end]))
          [item[start], item[end]] = [item[end], item[start]];
        item[size] = Number(item[end]) - Number(item[start]);
      } else {
        item[start] = Number(item[end]) - Number(item[size] ?? 0);
      }
    }
    if (channels[center]) item[start] = Number(item[center]) - Number(item[size] ?? 0) / 2;
  }
}

const constants: Values = {
  NaN: Number.NaN,
  E: Math.E,
  LN2: Math.LN2,
  LN10: Math.LN10,
  LOG2E: Math.LOG2E,
  LOG10E: Math.LOG10E,
  PI: Math.PI,
  SQRT1_2: Math.SQRT1_2,
  SQRT2: Math.SQRT2,
  MIN_VALUE: Number.MIN_VALUE,
  MAX_VALUE: Number.MAX_VALUE,
  undefined: undefined,
};

function evaluate(node: AstNode, scope: Scope): unknown {
  const inner = (name: string) => evaluate(nodeIn(node, name), scope);
  switch (node.type) {
    case "Literal":
      if (node.regex !== undefined) throw notPossible("a regular expression");
      return node.value;
    case "Identifier":
      return identifier(String(node.name), scope);
    case "MemberExpression": {
      const property = node.computed === true ? inner("property") : nodeIn(node, "property").name;
      return memberOf(inner("object"), property);
    }
    case "CallExpression":
      return call(node, scope);
    case "ArrayExpression":
      return nodesIn(node, "elements").map((element) => evaluate(element, scope));
    case "ObjectExpression":
      return Object.fromEntries(nodesIn(node, "properties").map((property) => entryOf(property, scope)));
    case "ConditionalExpression":
      return inner("test") ? inner("consequent") : inner("alternate");
    case "LogicalExpression": {
      const left = inner("left");
      return node.operator === "&&" ? left && inner("right") : left || inner("right");
    }
    case "BinaryExpression":
      return binary(String(node.operator), inner("left"), inner("right"));
    case "UnaryExpression":
      return unary(String(node.operator), inner("argument"));
    default:
      throw notPossible(node.type);
  }
}

function identifier(name: string, { datum, item, parameters }: Scope): unknown {
  if (name === "datum") return datum;
  if (name === "item") return item;
  if (Object.hasOwn(constants, name)) return constants[name];
  return Object.hasOwn(parameters, `$${name}`) ? parameters[`$${name}`] : undefined;
}

/** An own, plain property: never a function, never anything inherited. */
function memberOf(object: unknown, property: unknown): unknown {
  if (typeof object === "string") {
    return property === "length"
      ? object.length
      : typeof property === "number"
        ? object[property]
        : undefined;
  }
  if (typeof object !== "object" || object === null) return undefined;
  const name = String(property);
  const value: unknown = Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined;
  return typeof value === "function" ? undefined : value;
}

function entryOf(property: AstNode, scope: Scope): [string, unknown] {
  const key = nodeIn(property, "key");
  return [
    String(key.type === "Identifier" ? key.name : key.value),
    evaluate(nodeIn(property, "value"), scope),
  ];
}

function call(node: AstNode, scope: Scope): unknown {
  const name = String(nodeIn(node, "callee").name);
  const parts = nodesIn(node, "arguments");
  if (name === "if") {
    const [test, then, otherwise] = parts;
    const chosen = test && evaluate(test, scope) ? then : otherwise;
    return chosen ? evaluate(chosen, scope) : undefined;
  }
  const values = parts.map((part) => evaluate(part, scope));
  if (Object.hasOwn(ownFunctions, name)) return ownFunctions[name]?.(...values);
  // Vega marks calls that were checked while parsing with an underscore in front. Parts of a chart inherit the
  // functions of the whole, so these are no own properties: the closed list is what keeps others out.
  const plain = name.replace(/^_/, "");
  const target: unknown = chartFunctions.has(plain)
    ? (scope.functions[name] ?? scope.functions[plain])
    : undefined;
  if (typeof target !== "function") throw notPossible(`the function ${plain}()`);
  return Reflect.apply(target, scope.functions, values);
}

function binary(operator: string, left: unknown, right: unknown): unknown {
  const [a, b] = [primitive(left), primitive(right)];
  const [x, y] = [Number(a), Number(b)];
  const asText = typeof a === "string" && typeof b === "string";
  switch (operator) {
    case "+":
      return typeof a === "string" || typeof b === "string" ? `${a}${b}` : x + y;
    case "-":
      return x - y;
    case "*":
      return x * y;
    case "/":
      return x / y;
    case "%":
      return x % y;
    case "<":
      return asText ? a < b : x < y;
    case "<=":
      return asText ? a <= b : x <= y;
    case ">":
      return asText ? a > b : x > y;
    case ">=":
      return asText ? a >= b : x >= y;
    case "==":
      // biome-ignore lint/suspicious/noDoubleEquals: the language's own loose comparison
      return left == right;
    case "!=":
      // biome-ignore lint/suspicious/noDoubleEquals: the language's own loose comparison
      return left != right;
    case "===":
      return left === right;
    case "!==":
      return left !== right;
    case "|":
      return x | y;
    case "&":
      return x & y;
    case "^":
      return x ^ y;
    case "<<":
      return x << y;
    case ">>":
      return x >> y;
    case ">>>":
      return x >>> y;
    default:
      throw notPossible(`the operator ${operator}`);
  }
}

/** A value without methods of its own: dates as numbers, other objects as nothing. */
function primitive(value: unknown): string | number | boolean | null | undefined {
  if (value instanceof Date) return value.getTime();
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return value === null ? null : undefined;
}

function unary(operator: string, value: unknown): unknown {
  switch (operator) {
    case "+":
      return Number(primitive(value));
    case "-":
      return -Number(primitive(value));
    case "~":
      return ~Number(primitive(value));
    case "!":
      return !value;
    default:
      throw notPossible(`the operator ${operator}`);
  }
}

function nodeIn(node: AstNode, name: string): AstNode {
  const inner = node[name];
  if (isNode(inner)) return inner;
  throw notPossible(`${node.type} without ${name}`);
}

function nodesIn(node: AstNode, name: string): AstNode[] {
  const inner = node[name];
  return Array.isArray(inner) ? inner.filter(isNode) : [];
}

function isNode(value: unknown): value is AstNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** An expression that has something in it which charts don't need. */
export class ExpressionError extends Error {}

function notPossible(what: string): ExpressionError {
  return new ExpressionError(`the chart's expressions have ${what} in them, which is not possible here`);
}
