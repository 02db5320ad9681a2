package org.halomigration.sandbox.sftp;

import org.apache.camel.component.file.remote.SftpComponent;
import org.apache.camel.component.file.remote.SftpEndpointConfigurer;
import org.apache.camel.spi.PropertyConfigurer;

/** Camel's own component, which this product's takes the place of; the description of its options that Camel would find by name is that of ours. */
public final class StockSftpComponent extends SftpComponent {
    @Override
    public PropertyConfigurer getEndpointPropertyConfigurer() {
        return new SftpEndpointConfigurer();
    }
}
