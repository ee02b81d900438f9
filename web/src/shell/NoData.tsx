/** A shop without data, or no shop yet: the way leads to the first steps, which stay open until all are done. */
import { Navigate } from "@tanstack/react-router";

import { shared, useAddress } from "../state/address";

const FIRST_STEPS: string = "/first-steps";

export function NoData() {
  const { search } = useAddress();
  return <Navigate to={FIRST_STEPS} search={shared(search) as never} replace />;
}
