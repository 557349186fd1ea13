using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace HotWeave.AspNetCore.Services;

/// <summary>
/// The constructor by which dependency injection makes a service: the public one with most parameters that it can all give.
/// </summary>
internal sealed class ServiceConstructor
{
    private readonly ConstructorInfo _constructor;
    private readonly ParameterInfo[] _parameters;

    private ServiceConstructor(ConstructorInfo constructor) => (_constructor, _parameters) = (constructor, constructor.GetParameters());

    internal IReadOnlyList<ParameterInfo> Parameters => _parameters;

    /// <summary>Chooses it.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The types are a patch's own, or named by its code.")]
    internal static ServiceConstructor Choose(Type type, LayeredProvider provider)
    {
        List<ServiceConstructor> all =
            [.. type.GetConstructors().Select(static c => new ServiceConstructor(c)).OrderByDescending(static c => c._parameters.Length)];
        if (all.Find(c => c._parameters.All(p => CanBeGiven(p, provider))) is { } chosen)
            return chosen;
        var lacking = all.SelectMany(static c => c._parameters).FirstOrDefault(p => !CanBeGiven(p, provider));
        throw new InvalidOperationException(
            lacking is null
                ? $"{type} has no public constructor."
                : $"{type} takes {lacking.ParameterType} {lacking.Name}, which nobody registers.");
    }

    /// <summary>The key of the service that a parameter asks for; null where it asks for none by key.</summary>
    internal static object? FindKey(ParameterInfo parameter) => parameter.GetCustomAttribute<FromKeyedServicesAttribute>()?.Key;

    /// <summary>Whether a parameter gets a service, or has a default. Keyed ones are taken to be there where nobody can say.</summary>
    internal static bool CanBeGiven(ParameterInfo parameter, IServiceProviderIsService registered) =>
        parameter.HasDefaultValue
        || (FindKey(parameter) is { } key
            ? (registered as IServiceProviderIsKeyedService)?.IsKeyedService(parameter.ParameterType, key) ?? true
            : registered.IsService(parameter.ParameterType));

    internal object MakeService(LayeredProvider provider) =>
        _constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [.. _parameters.Select(p => FindArgument(p, provider))], null);

    private static object? FindArgument(ParameterInfo parameter, LayeredProvider provider) =>
        (FindKey(parameter) is { } key
            ? provider.GetKeyedService(parameter.ParameterType, key)
            : provider.GetService(parameter.ParameterType))
        ?? (parameter.HasDefaultValue ? parameter.DefaultValue : null);
}
