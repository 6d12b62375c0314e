/** Host that the viewers' browsers see; the load comes as if through a reverse proxy that ends TLS. */
export const publicHost = 'inlay.example';

const browser = [
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  'Accept-Language: en-GB,en;q=0.9',
  'Accept-Encoding: gzip, deflate, br',
].join('\r\n');
const navigation = [
  'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
  'Sec-Fetch-Site: cross-site',
  'Sec-Fetch-Mode: navigate',
  'Sec-Fetch-Dest: iframe',
].join('\r\n');
const ownFetch = [
  'Accept: */*',
  `Origin: https://${publicHost}`,
  'Sec-Fetch-Site: same-origin',
  'Sec-Fetch-Mode: cors',
  'Sec-Fetch-Dest: empty',
].join('\r\n');

let viewers = 0;

/** What a proxy says of the browser: each viewer has an address of its own. */
function viewer(): string {
  viewers = (viewers + 1) % 0xff_ff_ff;
  const address = [10, viewers >> 16, (viewers >> 8) & 255, viewers & 255].join('.');
  return `Host: ${publicHost}\r\nX-Forwarded-For: ${address}\r\nX-Forwarded-Proto: https\r\n${browser}`;
}

/** A browser's navigation of a frame. */
export function navigate(path: string, from = viewer()): string {
  return `GET ${path} HTTP/1.1\r\n${from}\r\n${navigation}\r\n\r\n`;
}

/** A look at a direct link. It is what the day-made stack takes as a redemption. */
export function peek(token: string, from = viewer()): string {
  return navigate(`/direct_link?token=${token}`, from);
}

/** The redemption by the frame's own script. */
export function redeem(token: string, from = viewer()): string {
  return post(
    '/direct_link/redeem',
    `${from}\r\n${ownFetch}`,
    JSON.stringify({ token, path: '/embedded/connections' }),
  );
}

/** A whole admission, as a browser does it. */
export function admission(token: string): readonly string[] {
  const from = viewer();
  return [peek(token, from), redeem(token, from)];
}

/** A partner's backend asks for a direct link. */
export function mint(apiKey: string, customer: string, origin: string): string {
  const caller = `Host: ${publicHost}\r\nAuthorization: Bearer ${apiKey}`;
  return post('/api/v1/direct-links', caller, JSON.stringify({ customer, origin }));
}

function post(path: string, headers: string, body: string): string {
  const length = Buffer.byteLength(body);
  return `POST ${path} HTTP/1.1\r\n${headers}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`;
}
