/** Import: a file comes in by the browser, is shown as it would be read, mapped by clicking, and brought in. */
import { Anchor, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";

import { Page } from "../../components/Page";
import { useLanguage, useTexts } from "../../i18n/language";
import { one, useAddress } from "../../state/address";
import { useShopName } from "../../state/shop";
import { Bring } from "./Bring";
import { texts as companyTexts } from "./companyTexts";
import { Past } from "./Past";
import { texts } from "./text";

export default function Import() {
  const { text } = useLanguage();
  const words = useTexts(texts);
  const companyWords = useTexts(companyTexts);
  const { search } = useAddress();
  const shop = useShopName();
  const chosen = one(search, "upload");
  if (shop === undefined)
    return (
      <Page title={text.pages.import}>
        <Text>{words.noShop}</Text>
        <Anchor component={Link} to="/first-steps">
          {words.toFirstSteps}
        </Anchor>
      </Page>
    );
  return (
    <Page title={text.pages.import}>
      <Text maw={680}>{one(search, "content") === "accounts" ? companyWords.lead : words.lead}</Text>
      <Stack gap="xl">
        <Bring key={shop} shop={shop} />
        {chosen === undefined && <Past shop={shop} />}
      </Stack>
    </Page>
  );
}
