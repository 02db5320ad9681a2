package org.halomigration.web;

import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;

/** The login: by name and password, and by each OpenID provider that is configured. */
@Controller
class LoginPage {
    /** Where a login that has to wait is forwarded to, and the request attribute that says how many seconds. */
    static final String WAIT = "/login/wait";

    private final List<Provider> providers = new ArrayList<>();

    LoginPage(ObjectProvider<ClientRegistrationRepository> registrations) {
        if (registrations.getIfAvailable() instanceof Iterable<?> all) {
            for (Object each : all) {
                ClientRegistration registration = (ClientRegistration) each;
                providers.add(new Provider(registration.getRegistrationId(), registration.getClientName()));
            }
        }
    }

    /** @param id of the registration, as in {@code spring.security.oauth2.client.registration.<id>} */
    record Provider(String id, String name) {}

    @GetMapping("/login")
    String login(Model model) {
        model.addAttribute("providers", providers);
        return "login";
    }

    @PostMapping(WAIT)
    String wait(Model model, @RequestAttribute(name = WAIT, required = false) Long seconds) {
        model.addAttribute("wait", seconds);
        return login(model);
    }
}
