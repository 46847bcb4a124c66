import { expect, it } from "vitest";
import { remark, zone } from "../api/contract.fixtures.js";
import { standingRemark } from "./standing.js";

it("stands until it is answered", () => {
  const draft = zone(2);
  expect(standingRemark(draft, [])).toBeNull();
  expect(standingRemark(draft, [remark("return"), remark("submit")])?.decision).toBe("return");
  expect(standingRemark(draft, [remark("submit"), remark("return")])).toBeNull();
});
