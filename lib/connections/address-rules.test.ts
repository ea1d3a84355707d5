import { expect, test } from "vitest";
import { addressProblem, literalAddressProblem } from "./address-rules";

const publicAddresses = ["8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450:4001:80e::200e"];

const neverReached = [
  ...["0.0.0.0", "0.1.2.3", "169.254.169.254", "169.254.170.2", "168.63.129.16", "192.0.0.192", "192.0.2.1"],
  ...[
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "192.88.99.1",
  ],
  ...["::", "fe80::1", "fe80::1%eth0", "ff02::1", "fec0::1", "100::1", "2001:db8::1", "3fff::1", "5f00::1"],
  // IPv4 addresses inside IPv6 ones: NAT64, 6to4, Teredo, translated, compatible, ISATAP.
  ...["64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2001::7f00:1", "::ffff:0:7f00:1", "::7f00:1"],
  ...["2001:470:1::5efe:7f00:1", "2001:470:1:0:200:5efe:a00:1", "::ffff:169.254.169.254", "4000::1"],
  ...["", "localhost", "not an address"],
];

const privateAddresses = [
  ...[
    "127.0.0.1",
    "127.255.255.254",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
  ],
  ...["100.100.100.200", "::1", "fc00::1", "fd00:ec2::254", "::ffff:127.0.0.1", "::ffff:a00:1"],
];

test.each(publicAddresses)("lets calls reach the public address %s", (address) => {
  expect(addressProblem(address, "public")).toBeNull();
  expect(addressProblem(address, "bound")).toBeNull();
});

test.each(neverReached)("N1: never lets a call reach %j, bound or not", (address) => {
  expect(addressProblem(address, "public")).toBeTypeOf("string");
  expect(addressProblem(address, "bound")).toBeTypeOf("string");
});

test.each(privateAddresses)("N1: lets only a bound call reach the private address %s", (address) => {
  expect(addressProblem(address, "public")).toBeTypeOf("string");
  expect(addressProblem(address, "bound")).toBeNull();
});

test.each([
  "localhost",
  "printer",
  "db.internal",
  "a.local",
  "x.localhost.",
  "127.0.0.1",
  "[::1]",
  "[fd00::1]",
])("sees by its name that %s is on a private network", (host) =>
  expect(literalAddressProblem(host)).toBeTypeOf("string"),
);

test.each(["example.com", "api.local.example.com", "8.8.8.8", "[2606:4700:4700::1111]"])(
  "sees nothing private in the name %s",
  (host) => expect(literalAddressProblem(host)).toBeNull(),
);
