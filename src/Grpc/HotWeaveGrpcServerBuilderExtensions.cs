using Grpc.AspNetCore.Server;
using HotWeave.Grpc.Calls;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds HotWeave to gRPC services.</summary>
public static class HotWeaveGrpcServerBuilderExtensions
{
    /// <summary>
    /// Makes each call with one request and one response a unit of work, and each message that comes by a stream one of its own: the stream
    /// itself is none, so that no swap waits for it. Adds HotWeave to the application (<c>AddHotWeave</c>) too. A second call does nothing.
    /// </summary>
    /// <param name="builder">The gRPC services.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <remarks>Interceptors that were added before run outside the units of streams' messages, later ones inside.</remarks>
    public static IGrpcServerBuilder AddHotWeave(this IGrpcServerBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHotWeave();
        builder.Services.TryAddSingleton<UnitInterceptor>(); // else one is made for each call
        builder.Services.Configure<GrpcServiceOptions>(static options =>
        {
            if (!options.Interceptors.Any(static i => i.Type == typeof(UnitInterceptor)))
                options.Interceptors.Add<UnitInterceptor>();
        });
        return builder;
    }
}
