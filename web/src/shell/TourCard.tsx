/** The tour's card over the page: loaded only for those who are on the tour. */
import { lazy, Suspense } from "react";

import { one, useAddress } from "../state/address";

const Card = lazy(() => import("../pages/tour/Card"));

export function TourCard() {
  const { search } = useAddress();
  if (one(search, "tour") === undefined) return null;
  return (
    <Suspense>
      <Card />
    </Suspense>
  );
}
