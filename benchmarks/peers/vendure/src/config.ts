// A shop that is read: no search index, no jobs, pictures kept elsewhere.
import { AssetStorageStrategy, DefaultLogger, LogLevel, VendureConfig, dummyPaymentHandler } from '@vendure/core';
import { OdopPlugin } from './odop-plugin';

class PicturesElsewhere implements AssetStorageStrategy {
  private no(): never { throw new Error('read only'); }
  writeFileFromStream() { return this.no() as any; }
  writeFileFromBuffer() { return this.no() as any; }
  readFileToBuffer() { return this.no() as any; }
  readFileToStream() { return this.no() as any; }
  deleteFile() { return this.no() as any; }
  async fileExists() { return false; }
  toAbsoluteUrl(_request: any, identifier: string) { return 'https://pictures.example/' + identifier; }
}

export const config: VendureConfig = {
  apiOptions: {
    port: +(process.env.PORT || 0), hostname: '127.0.0.1', shopApiPath: 'shop-api', adminApiPath: 'admin-api',
    adminApiPlayground: false, shopApiPlayground: false, adminApiDebug: false, shopApiDebug: false,
    introspection: false, shopListQueryLimit: 100,
  },
  authOptions: {
    tokenMethod: ['bearer', 'cookie'], requireVerification: false,
    superadminCredentials: { identifier: 'benchmark', password: 'only-for-the-benchmark' },
    cookieOptions: { secret: 'only-for-the-benchmark' },
  },
  dbConnectionOptions: {
    type: 'postgres', host: process.env.PGHOST, port: +(process.env.PGPORT || 5432), username: process.env.PGUSER,
    password: '', database: process.env.PGDATABASE, synchronize: process.env.SYNC === '1', logging: false,
    extra: { max: 20 },
  } as any,
  paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
  assetOptions: { assetStorageStrategy: new PicturesElsewhere() as any },
  logger: new DefaultLogger({ level: LogLevel.Warn }),
  plugins: [OdopPlugin],
  customFields: {},
};
