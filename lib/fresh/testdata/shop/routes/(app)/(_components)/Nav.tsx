export function Nav() {
  return <nav class="nav">shop</nav>;
}
