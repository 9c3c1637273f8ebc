/** Entities that get their keys because of an annotation on their package. */
@SnowflakeId
package io.snowkey.hibernate.packaged;

import io.snowkey.hibernate.SnowflakeId;
