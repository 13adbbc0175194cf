import { Head } from "fresh/runtime";

export default function About() {
  return (
    <div class="about">
      <Head>
        <title>About the shop</title>
      </Head>
      We sell mugs.
    </div>
  );
}
