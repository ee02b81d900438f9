/** Step 2: the first file, with the import's own way in. */
import { Alert, Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { fill, useLanguage, useTexts } from "../../i18n/language";
import { number } from "../../i18n/numbers";
import { one, shared, useAddress } from "../../state/address";
import { Bring } from "../import/Bring";
import { texts } from "./text";

export function DataStep({ shop, events }: { shop: string | undefined; events: number }) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const { search } = useAddress();
  const [more, setMore] = useState(false);
  if (shop === undefined) return <Alert variant="light">{words.firstData}</Alert>;
  const busy = one(search, "upload") !== undefined;
  return (
    <Stack gap="md">
      {events > 0 && <Text>{fill(words.events, { count: number(events, language) })}</Text>}
      {events === 0 || more || busy ? (
        <Bring key={shop} shop={shop} />
      ) : (
        <Group>
          <Button variant="default" onClick={() => setMore(true)}>
            {words.more}
          </Button>
        </Group>
      )}
      <Text>
        {words.orSend}{" "}
        <Anchor component={Link} underline="always" to="/sources" search={shared(search) as never}>
          {words.toSources}
        </Anchor>
      </Text>
    </Stack>
  );
}
