/** A small map: the very drawing of the map page, as a picture that leads there. */
import { useComputedColorScheme } from "@mantine/core";
import { Link } from "@tanstack/react-router";

import { mapAddress } from "../../api/queries";
import { useLanguage, useTexts } from "../../i18n/language";
import { shared, useAddress } from "../../state/address";
import { useReady } from "../../state/shop";
import { texts } from "./text";

export function SmallMap() {
  const { language } = useLanguage();
  const t = useTexts(texts);
  const theme = useComputedColorScheme("light");
  const { search } = useAddress();
  const { name } = useReady();
  return (
    <Link to={"/maps" as string} search={{ ...shared(search), tour: undefined } as never} className="small-map">
      <img src={mapAddress(name, search, { format: "svg", language, theme })} alt={t.map} />
    </Link>
  );
}
