// The mart's goods as Vendure's own entities. Rows come as JSON, one a line, from the folder DATA;
// they name others by their place in those files.
import {
  Asset, Channel, ChannelService, FastImporterService, LanguageCode, Populator, RequestContextService, TaxCategory,
  TransactionalConnection, bootstrap,
} from '@vendure/core';
import { readFileSync } from 'fs';
import { config } from './config';
import { Artisan, District, Vendor } from './odop-plugin';

const AT_ONCE = 6;
const language = LanguageCode.en;
const rows = (name: string) =>
  readFileSync(`${process.env.DATA}/${name}.jsonl`, 'utf8').trim().split('\n').map(line => JSON.parse(line));

async function main() {
  const app = await bootstrap(config);
  const get = (what: any): any => (app as any).get(what, { strict: false });
  const database = (get(TransactionalConnection) as TransactionalConnection).rawConnection;
  const products = rows('products');

  await database.query(`UPDATE channel SET "defaultCurrencyCode" = 'INR', "availableCurrencyCodes" = 'INR'`);
  await get(Populator).populateInitialData({
    defaultLanguage: language, defaultZone: 'India', countries: [{ code: 'IN', name: 'India', zone: 'India' }],
    taxRates: [{ name: 'GST', percentage: 12 }], shippingMethods: [{ name: 'Standard', price: 5000 }],
    paymentMethods: [{ name: 'Test', handler: { code: 'dummy-payment-handler', arguments: [{ name: 'automaticSettle', value: 'true' }] } }],
    collections: [],
  });

  const saved = async (entity: any, given: any[]) => (await database.getRepository(entity).save(given, { chunk: 500 })).map((one: any) => one.id);
  const districts = await saved(District, rows('districts').map(row => new District(row)));
  const vendors = await saved(Vendor, rows('vendors').map(row => new Vendor(row)));
  const artisans = await saved(Artisan, rows('artisans').map(row => new Artisan({
    slug: row.slug, name: row.name, bio: row.bio, vendor: row.vendor === null ? null : { id: vendors[row.vendor] } as any,
  })));

  const context = await (get(RequestContextService) as RequestContextService).create({ apiType: 'admin' });
  const channel = await (get(ChannelService) as ChannelService).getDefaultChannel(context);
  const pictures = await saved(Asset, products.map(row => new Asset({
    name: row.slug, type: 'IMAGE' as any, mimeType: 'image/webp', width: 800, height: 800, fileSize: 90000,
    source: row.image, preview: row.image, channels: [{ id: channel.id } as Channel],
  } as any)));

  const tax = await database.getRepository(TaxCategory).findOneOrFail({ where: {} });
  const importer = get(FastImporterService) as FastImporterService;
  await importer.initialize(channel);
  const ids: any[] = new Array(products.length);
  let next = 0;
  const work = async () => {
    for (let place = next++; place < products.length; place = next++) {
      const row = products[place];
      ids[place] = await importer.createProduct({
        translations: [{ languageCode: language, name: row.name, slug: row.slug, description: row.description }],
        facetValueIds: [], featuredAssetId: pictures[place], assetIds: [pictures[place]],
      } as any);
      for (const variant of row.variants)
        await importer.createProductVariant({
          productId: ids[place], sku: variant.sku, price: variant.price, stockOnHand: variant.stock, taxCategoryId: tax.id,
          translations: [{ languageCode: language, name: `${row.name} ${variant.sku}` }],
        } as any);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await database.query(
    `UPDATE product p SET "createdAt" = u.at::timestamp, "customFieldsDistrictid" = u.district, "customFieldsArtisanid" = u.artisan
       FROM unnest($1::int[], $2::text[], $3::int[], $4::int[]) AS u (id, at, district, artisan) WHERE p.id = u.id`,
    [
      ids, products.map(row => row.created_at), products.map(row => districts[row.district]),
      products.map(row => row.artisan === null ? null : artisans[row.artisan]),
    ],
  );
  await database.query('VACUUM ANALYZE');
  process.exit(0);
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
