/** The map as the server draws it, live in the page, and to take along as a file. */
import { Button, Group } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";

import { map as mapQuery, mapAddress } from "../../api/queries";
import { Section } from "../../components/Page";
import { Asked } from "../../components/States";
import { useLanguage, useTexts } from "../../i18n/language";
import type { Search } from "../../state/address";
import { texts } from "./text";

type Props = { name: string; search: Search; theme: "light" | "dark" };

export function MapSheet({ name, search, theme }: Props) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const drawn = useQuery(mapQuery(name, search, language, theme));
  return (
    <Section title={words.map} actions={<Files name={name} search={search} />}>
      <Asked query={drawn} label={words.drawing}>
        {(svg) => (
          <div
            className="map-sheet"
            tabIndex={0}
            aria-busy={drawn.isFetching}
            // The server drew it and escaped every word in it; a test holds that.
            dangerouslySetInnerHTML={{ __html: svg }}
          />
        )}
      </Asked>
    </Section>
  );
}

/** Files are for paper, so they are always light. */
function Files({ name, search }: { name: string; search: Search }) {
  const { text, language } = useLanguage();
  return (
    <Group gap="xs">
      {(["svg", "png"] as const).map((format) => (
        <Button
          key={format}
          component="a"
          href={mapAddress(name, search, { format, language, theme: "light" })}
          download={`journey-map.${format}`}
          variant="default"
          size="compact-md"
          leftSection={<IconDownload size={16} aria-hidden="true" />}
        >
          {format === "svg" ? text.asSvg : text.asPng}
        </Button>
      ))}
    </Group>
  );
}
