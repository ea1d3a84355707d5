// Runs before each unit test file: they share a process, not what an earlier one made of the environment.
import { readEnvAnew } from "@/lib/env";

readEnvAnew();
