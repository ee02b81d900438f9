/** The map as the server draws it, live in the page, and to take along as a file. */
import { Button, Group, Stack, Title } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";

import { map as mapQuery, mapAddress, type View } from "../../api/queries";
import { Failed, Loading } from "../../components/States";
import { useLanguage } from "../../i18n/language";

type Props = { name: string; view: View; theme: "light" | "dark" };

export function MapSheet({ name, view, theme }: Props) {
  const { text, language } = useLanguage();
  const drawn = useQuery(mapQuery(name, view, language, theme));
  return (
    <Stack component="section" aria-label={text.map} gap="sm">
      <Group justify="space-between">
        <Title order={2}>{text.map}</Title>
        <Group gap="xs">
          {(["svg", "png"] as const).map((format) => (
            <Button
              key={format}
              component="a"
              href={mapAddress(name, view, { format, language, theme: "light" })}
              download={`journey-map.${format}`}
              variant="default"
              size="compact-md"
              leftSection={<IconDownload size={16} aria-hidden="true" />}
            >
              {format === "svg" ? text.saveSvg : text.savePng}
            </Button>
          ))}
        </Group>
      </Group>
      {drawn.isPending && <Loading label={text.drawing} />}
      {drawn.isError && <Failed error={drawn.error} retry={() => void drawn.refetch()} />}
      {drawn.data !== undefined && (
        <div
          className="map-sheet"
          tabIndex={0}
          aria-busy={drawn.isFetching}
          // The server drew it and escaped every word in it; a test holds that.
          dangerouslySetInnerHTML={{ __html: drawn.data }}
        />
      )}
    </Stack>
  );
}
