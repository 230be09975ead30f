export { accountsOf, buildEstate } from "../../sandbox/estate/build";
