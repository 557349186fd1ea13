using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HotWeave.AspNetCore.Contracts.Bound;

/// <summary>A step that binds options from configuration, and then what live versions add to them.</summary>
/// <param name="inner">The application's step.</param>
/// <param name="name">The options' name; null for all.</param>
/// <param name="configuration">What it binds from.</param>
internal sealed class BoundSetup<TOptions>(IConfigureNamedOptions<TOptions> inner, string? name, IConfiguration configuration) : IConfigureNamedOptions<TOptions>
    where TOptions : class
{
    internal string Name => name ?? Options.DefaultName;

    /// <summary>The step as one of these; null where it does not bind, or nobody knows from what.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "What a trimmer took away is not found, and the step stays as it is.")]
    internal static BoundSetup<TOptions>? Find(IConfigureOptions<TOptions> setup) => setup switch
    {
        NamedConfigureFromConfigurationOptions<TOptions> { Action.Target: { } target } bound when FindIn<IConfiguration>(target) is { } from =>
            new BoundSetup<TOptions>(bound, bound.Name, from),
        ConfigureNamedOptions<TOptions, IConfiguration> { Action: { Target: { } target } action } bound when IsOfFramework(action) && FindIn<string>(target) is { } path =>
            new BoundSetup<TOptions>(bound, bound.Name, path.Length == 0 ? bound.Dependency : bound.Dependency.GetSection(path)),
        _ => null,
    };

    public void Configure(TOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, TOptions options)
    {
        inner.Configure(name, options);
        if (name == Name)
            BindAdded(options);
    }

    internal void BindAdded(TOptions options) => AddedOptions.Bind(options, configuration);

    private static bool IsOfFramework(Delegate action) => action.Method.DeclaringType?.Assembly == typeof(NamedConfigureFromConfigurationOptions<TOptions>).Assembly;

    // What a closure of Bind or BindConfiguration has captured.
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "What a trimmer took away is not found, and the step stays as it is.")]
    private static T? FindIn<T>(object closure)
        where T : class => closure.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Select(f => f.GetValue(closure)).OfType<T>().FirstOrDefault();
}
