// District, vendor and artisan as entities of their own, as a user of Vendure would add them.
import { DeepPartial, PluginCommonModule, VendureEntity, VendurePlugin } from '@vendure/core';
import gql from 'graphql-tag';
import { Column, Entity, ManyToOne } from 'typeorm';

@Entity()
export class District extends VendureEntity {
  constructor(input?: DeepPartial<District>) { super(input); }
  @Column() slug: string;
  @Column() name: string;
}

@Entity()
export class Vendor extends VendureEntity {
  constructor(input?: DeepPartial<Vendor>) { super(input); }
  @Column() slug: string;
  @Column() name: string;
}

@Entity()
export class Artisan extends VendureEntity {
  constructor(input?: DeepPartial<Artisan>) { super(input); }
  @Column() slug: string;
  @Column() name: string;
  @Column('text') bio: string;
  @ManyToOne(() => Vendor, { eager: true, nullable: true }) vendor: Vendor;
}

const types = gql`
  type District { id: ID! slug: String! name: String! }
  type Vendor { id: ID! slug: String! name: String! }
  type Artisan { id: ID! slug: String! name: String! bio: String! vendor: Vendor }
`;

@VendurePlugin({
  imports: [PluginCommonModule],
  entities: [District, Vendor, Artisan],
  compatibility: '^3.0.0',
  shopApiExtensions: { schema: types, resolvers: [] },
  adminApiExtensions: { schema: types, resolvers: [] },
  configuration: config => {
    config.customFields.Product.push(
      { name: 'district', type: 'relation', entity: District, graphQLType: 'District', eager: true, nullable: true },
      { name: 'artisan', type: 'relation', entity: Artisan, graphQLType: 'Artisan', eager: true, nullable: true },
    );
    return config;
  },
})
export class OdopPlugin {}
