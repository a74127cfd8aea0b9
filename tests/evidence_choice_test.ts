import { assertEquals, assertThrows } from "@std/assert";
import { readEvidenceChoice, richParts } from "../lib/prompts/rich_evidence.ts";

Deno.test("readEvidenceChoice() takes plain, rich, and parts by name", () => {
  assertEquals(readEvidenceChoice("plain"), "plain");
  assertEquals(readEvidenceChoice("rich"), richParts);
  assertEquals(readEvidenceChoice("grid, contrasts silent"), ["grid", "contrasts", "silent"]);
});

Deno.test("readEvidenceChoice() names what it does not know", () => {
  assertThrows(
    () => readEvidenceChoice("grid, colours"),
    Error,
    'contrasts, grid, effects, mean, exemplars, silent, got "colours"',
  );
  assertThrows(() => readEvidenceChoice(" "), Error, 'got " "');
});
