/** The drawn example of what will stand here: a road through the stages, blank country around. */
import { usePalette } from "../../components/palette";

/** An old atlas before the survey: a road, its stations, and blank country around. */
export function Sketch() {
  const colours = usePalette();
  const stations = [40, 150, 260, 370, 480];
  return (
    <svg viewBox="0 0 520 150" width="100%" style={{ maxWidth: 620 }} aria-hidden="true">
      <path
        d="M40 100 C 90 40, 110 40, 150 70 S 220 130, 260 90 S 330 30, 370 60 S 450 110, 480 70"
        fill="none"
        stroke="var(--quiet)"
        strokeWidth="3"
        strokeDasharray="2 9"
        strokeLinecap="round"
      />
      {stations.map((x, place) => (
        <circle
          key={x}
          cx={x}
          cy={[100, 70, 90, 60, 70][place]}
          r="13"
          fill="var(--paper)"
          stroke={colours[place]}
          strokeWidth="4"
        />
      ))}
    </svg>
  );
}
