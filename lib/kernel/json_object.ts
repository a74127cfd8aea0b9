// The schema of any object of JSON: valibot takes a list for one too, and makes an object of it.

import * as v from "valibot";

/** An object with whatever in it, and no list. */
export const JSON_OBJECT = v.pipe(
  v.unknown(),
  v.check((value) => !Array.isArray(value), "must be an object"),
  v.record(v.string(), v.unknown()),
);
