// A real OpenID Connect provider on loopback for the tests: two clients, three people, its own log-in page.
import http from "node:http";
import { pathToFileURL } from "node:url";

const [modules, callback] = process.argv.slice(2);
const { Provider } = await import(pathToFileURL(`${modules}/oidc-provider/lib/index.js`));

const people = {
  an: { SoDinhDanh: "086099000001", HoVaTen: "NGUYỄN VĂN AN", NgaySinh: "20/05/1999", so: "086099000001", name: "Nguyễn Văn An" },
  binh: { SoDinhDanh: "086195000002", HoVaTen: "TRẦN THỊ BÌNH", so: "086195000002", name: "Trần Thị Bình" },
  vo_danh: { HoVaTen: "KHÔNG SỐ" },
};
const client = (id) => ({
  client_id: id,
  client_secret: "bi-mat-cua-bai-kiem-thu-du-dai",
  redirect_uris: [callback.replace("PROVIDER", id)],
});

const server = http.createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://localhost:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [client("vneid"), client("dvcqg")],
    claims: { openid: ["sub", "SoDinhDanh", "HoVaTen", "NgaySinh", "so", "name"] },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
    pkce: { required: () => true },
    cookies: { keys: ["chi-dung-de-kiem-thu"] },
  });
  server.on("request", provider.callback());
  console.log(`ready ${issuer}`);
});
