/** A shop without data, or no shop yet: the first steps stand where the page will be. */
import { lazy, Suspense } from "react";

import { Loading } from "../components/States";

const FirstSteps = lazy(() => import("../pages/first-steps/FirstSteps"));

export function NoData() {
  return (
    <Suspense fallback={<Loading />}>
      <FirstSteps />
    </Suspense>
  );
}
