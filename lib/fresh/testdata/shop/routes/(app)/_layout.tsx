import type { PageProps } from "fresh";
import { Nav } from "./(_components)/Nav.tsx";

export default function Layout({ Component }: PageProps) {
  return (
    <main>
      <Nav />
      <Component />
    </main>
  );
}
