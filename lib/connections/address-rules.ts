// Which IP addresses a call may reach (N1).
import ipaddr from "ipaddr.js";

/**
 * `public`: only addresses of the public internet. `bound`: also this machine and private networks, for the one
 * origin a connection is bound to; never link-local addresses, where clouds serve their metadata.
 */
export type Reach = "public" | "bound";

const privateRanges = new Set(["loopback", "private", "uniqueLocal", "carrierGradeNat"]);

/** Where IPv6 addresses of the internet are: all that is assigned lies in 2000::/3. */
const globalIpv6 = ipaddr.IPv6.parseCIDR("2000::/3");

/** Public by number, but answered by the machine's own cloud: Azure's agent endpoint. */
const hostServices = new Set(["168.63.129.16"]);

/** Why an address may not be reached, as a noun phrase ("a loopback address"); null when it may. */
export function addressProblem(address: string, reach: Reach): string | null {
  if (!ipaddr.isValid(address)) return "not a known address";
  // An IPv4 address inside an IPv6 one is judged as the IPv4 address.
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  if (hostServices.has(parsed.toString())) return "an address of the machine's own host";
  if (parsed instanceof ipaddr.IPv6 && range === "unicast" && !parsed.match(globalIpv6)) {
    return "an unassigned IPv6 address";
  }
  // An interface identifier of 5efe and an IPv4 address is an ISATAP tunnel to it.
  if (parsed instanceof ipaddr.IPv6 && isIsatap(parsed)) return "a tunnel to an IPv4 address";
  if (range === "unicast") return null;
  if (reach === "bound" && privateRanges.has(range)) return null;
  return `${/^[aeiou]/.test(range) ? "an" : "a"} ${describeRange(range)} address`;
}

/** Why a host, as it is in a URL, names this machine or a private network by itself; null when it does not. */
export function literalAddressProblem(hostname: string): string | null {
  const host = hostname
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "")
    .toLowerCase();
  if (ipaddr.isValid(host)) return addressProblem(host, "public");
  const isLocal =
    host === "localhost" || /\.(localhost|local|internal|lan|home\.arpa)$/.test(host) || !host.includes(".");
  return isLocal ? "a name of a private network" : null;
}

function isIsatap(address: ipaddr.IPv6): boolean {
  const [high = 0, low = 0] = address.parts.slice(4, 6);
  return (high === 0 || high === 0x200) && low === 0x5efe;
}

/** `carrierGradeNat` → `carrier-grade-nat` */
function describeRange(range: string): string {
  return range.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
