using System.Reflection;
using HotWeave.AspNetCore.Contracts.Json;
using HotWeave.Frameworks;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.AspNetCore.Mvc.ModelBinding.Validation;

namespace HotWeave.AspNetCore.Contracts.Models;

/// <summary>
/// A property that some of the live versions add to a type, for model binding and validation. It is bound and judged for callers of a version
/// that has it.
/// </summary>
internal sealed class AddedModelProperty : IPropertyValidationFilter
{
    private readonly LiveContracts _live;
    private readonly Dictionary<int, ShownMember> _byVersion;
    private readonly PropertyInfo _newest;

    private AddedModelProperty(LiveContracts live, IReadOnlyList<ShownMember> members)
    {
        _live = live;
        _newest = members[^1].Member;
        _byVersion = members.Where(m => m.Member.PropertyType == _newest.PropertyType).ToDictionary(static m => m.Version);
    }

    internal string Name => _newest.Name;

    /// <summary>Those of a type and the types above, once for each name.</summary>
    internal static IEnumerable<AddedModelProperty> ReadAll(LiveContracts live, Type type)
    {
        var members = new List<ShownMember>();
        foreach (var (_, version, contract) in live.ListClasses(type))
        {
            members.AddRange(ShownMember.ReadAll(version, contract)
                .Where(m => !members.Exists(o => o.Version == m.Version && o.Member.Name == m.Member.Name)));
        }

        return members.GroupBy(static m => m.Member.Name, StringComparer.Ordinal).Select(g => new AddedModelProperty(live, [.. g.OrderBy(m => live.IndexOf(m.Version))]));
    }

    public bool ShouldValidateEntry(ValidationEntry entry, ValidationEntry parentEntry) => FindForCaller() is not null;

    /// <summary>Describes it as a property of the type.</summary>
    internal DefaultMetadataDetails Make(Type container, ICompositeMetadataDetailsProvider provider)
    {
        var key = ModelMetadataIdentity.ForProperty(_newest, _newest.PropertyType, container);
        var attributes = ModelAttributes.GetAttributesForProperty(_newest.DeclaringType!, _newest, _newest.PropertyType);
        var validation = new ValidationMetadataProviderContext(key, attributes);
        provider.CreateValidationMetadata(validation);
        // One of the property's own never validates it.
        validation.ValidationMetadata.PropertyValidationFilter ??= this;
        var details = new DefaultMetadataDetails(key, attributes) { ValidationMetadata = validation.ValidationMetadata };
        Complete(details);
        return details;
    }

    /// <summary>Gives what describes a property the accessors that it lacks and a version has.</summary>
    internal void Complete(DefaultMetadataDetails details)
    {
        var none = DefaultValue.Make(_newest.PropertyType);
        if (_newest.GetMethod is { IsPublic: true })
            details.PropertyGetter ??= self => FindForCaller() is { } member ? member.Member.GetValue(member.Show(self)) : none;
        if (_newest.SetMethod is { IsPublic: true })
            details.PropertySetter ??= (self, value) => Set(self, value);
    }

    private void Set(object self, object? value)
    {
        if (FindForCaller() is { } member)
            member.Member.SetValue(member.Show(self), value);
    }

    private ShownMember? FindForCaller() => _byVersion.GetValueOrDefault(_live.FindCallersVersion());
}
