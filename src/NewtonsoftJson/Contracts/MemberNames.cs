using System.Reflection;
using System.Runtime.Serialization;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace HotWeave.NewtonsoftJson.Contracts;

/// <summary>What attributes of a deployed type say of its members: the class that shows an added one does not have them.</summary>
internal sealed class MemberNames(Type type)
{
    private readonly JsonContainerAttribute? _container = type.GetCustomAttribute<JsonContainerAttribute>(inherit: true);
    private readonly bool _isDataContract = type.IsDefined(typeof(DataContractAttribute), inherit: false);

    /// <summary>Whether an added property is a member of the contract.</summary>
    internal static bool IsMember(JsonProperty property, MemberSerialization members) => members switch
    {
        MemberSerialization.OptIn => Find<JsonPropertyAttribute>(property) is not null || Find<DataMemberAttribute>(property) is not null,
        MemberSerialization.Fields => false,
        _ => true,
    };

    /// <summary>Gives it the name, and what else they say.</summary>
    internal void Name(JsonProperty property)
    {
        var own = Find<JsonPropertyAttribute>(property);
        var member = _isDataContract && own is null ? Find<DataMemberAttribute>(property) : null;
        if (member is not null)
        {
            property.Required = member.IsRequired ? Required.AllowNull : Required.Default;
            property.Order ??= member.Order < 0 ? null : member.Order;
            if (!member.EmitDefaultValue)
                property.DefaultValueHandling = DefaultValueHandling.Ignore;
        }

        var given = own?.PropertyName ?? member?.Name;
        if (own?.NamingStrategyType is null && _container?.NamingStrategyType is { } strategy)
            property.PropertyName = Make(strategy).GetPropertyName(given ?? property.UnderlyingName!, given is not null);
        else if (member?.Name is { } name)
            property.PropertyName = name;
    }

    private NamingStrategy Make(Type strategy) =>
        (NamingStrategy)Activator.CreateInstance(strategy, _container!.NamingStrategyParameters)!;

    private static T? Find<T>(JsonProperty property)
        where T : Attribute => property.AttributeProvider?.GetAttributes(typeof(T), true).OfType<T>().FirstOrDefault();
}
