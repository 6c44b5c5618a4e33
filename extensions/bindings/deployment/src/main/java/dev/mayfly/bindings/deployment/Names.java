package dev.mayfly.bindings.deployment;

import dev.mayfly.bindings.Binding;
import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.Setting;
import dev.mayfly.bindings.identity.AnyToken;
import dev.mayfly.bindings.identity.Authenticator;
import dev.mayfly.bindings.identity.LocalTokenOwners;
import dev.mayfly.bindings.identity.Needs;
import dev.mayfly.bindings.identity.OperatorOnly;
import dev.mayfly.bindings.identity.PlatformOnly;
import dev.mayfly.bindings.remote.RemoteAuthenticator;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.jboss.jandex.DotName;

/** Names of classes as the index has them. */
final class Names {
    static final DotName CONTRACT = DotName.createSimple(Contract.class);
    static final DotName BINDING = DotName.createSimple(Binding.class);
    static final DotName OPERATOR_ONLY = DotName.createSimple(OperatorOnly.class);
    static final DotName PLATFORM_ONLY = DotName.createSimple(PlatformOnly.class);
    static final DotName NEEDS = DotName.createSimple(Needs.class);
    static final DotName ANY_TOKEN = DotName.createSimple(AnyToken.class);
    static final DotName AUTHENTICATOR = DotName.createSimple(Authenticator.class);
    static final DotName REMOTE_AUTHENTICATOR = DotName.createSimple(RemoteAuthenticator.class);
    static final DotName LOCAL_TOKEN_OWNERS = DotName.createSimple(LocalTokenOwners.class);
    static final DotName PATH_PARAM = DotName.createSimple(PathParam.class);
    static final DotName SETTING = DotName.createSimple(Setting.class);
    static final DotName QUERY_PARAM = DotName.createSimple(QueryParam.class);
    static final DotName HTTP_METHOD = DotName.createSimple(HttpMethod.class);
    static final DotName UNI = DotName.createSimple(Uni.class);
    static final DotName OPTIONAL = DotName.createSimple(Optional.class);

    private Names() {}
}
