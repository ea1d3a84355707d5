import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CallClock } from "./call-clock";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a call ends at its limit; the time a person takes does not count", () => {
  const onEnd = vi.fn();
  const clock = new CallClock(1000, onEnd);
  vi.advanceTimersByTime(600);
  clock.pause();
  vi.advanceTimersByTime(60_000);
  clock.resume();
  vi.advanceTimersByTime(399);
  expect(onEnd).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onEnd).toHaveBeenCalledOnce();
});

test("each part of a call has the limit, and all of them together twenty times that", () => {
  const onEnd = vi.fn();
  const clock = new CallClock(1000, onEnd);
  for (let part = 1; part <= 20; part += 1) {
    vi.advanceTimersByTime(950);
    clock.renew();
  }
  expect(onEnd).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  expect(onEnd).toHaveBeenCalledOnce();

  const endless = vi.fn();
  const busy = new CallClock(1000, endless);
  let passed = 0;
  while (endless.mock.calls.length === 0 && passed < 100_000) {
    vi.advanceTimersByTime(900);
    passed += 900;
    busy.renew();
  }
  expect(passed).toBeGreaterThan(19_000);
  expect(passed).toBeLessThan(21_000);
});
