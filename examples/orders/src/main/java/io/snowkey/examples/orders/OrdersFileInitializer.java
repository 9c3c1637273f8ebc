// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Checks the file before anything else, so that a wrong one leaves no empty database behind. */
final class OrdersFileInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        OrdersProperties settings =
                Binder.get(context.getEnvironment()).bindOrCreate("orders", Bindable.of(OrdersProperties.class));
        context.getBeanFactory().registerSingleton("ordersFile", OrdersFile.check(settings.csv(), settings.charset()));
    }
}
