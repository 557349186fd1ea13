using HotWeave.NewtonsoftJson.Contracts;

namespace Newtonsoft.Json;

/// <summary>Adds HotWeave to settings of Newtonsoft.Json.</summary>
public static class HotWeaveJsonSerializerSettingsExtensions
{
    /// <summary>
    /// Has what serialises with these settings write and read the properties that a patch adds to types of the application, until a rollback.
    /// Not thread-safe, like the settings; a second call does nothing.
    /// </summary>
    /// <param name="settings">
    /// The settings, after all that is said of their <see cref="JsonSerializerSettings.ContractResolver"/>: what asks it goes on to ask the one
    /// that was set, or the default one.
    /// </param>
    /// <returns><paramref name="settings"/>.</returns>
    /// <exception cref="ArgumentException">
    /// The contract resolver that was set does not derive from <see cref="Serialization.DefaultContractResolver"/>: there would be no contracts to
    /// add to.
    /// </exception>
    public static JsonSerializerSettings AddHotWeave(this JsonSerializerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ContractsOfProcess.Instance.Join();
        settings.ContractResolver = VersionContractResolver.Wrap(settings.ContractResolver);
        return settings;
    }
}
